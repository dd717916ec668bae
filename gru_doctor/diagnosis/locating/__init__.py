"""From recorded values to places in the file. Which fault it is has been told by then."""
