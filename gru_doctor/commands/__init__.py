"""One module a command or a family of them: from the words typed to records, and to an exit code."""
