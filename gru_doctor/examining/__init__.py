"""The stages of an examination, called by the doctor one by one: nothing in here opens a file or prints."""
