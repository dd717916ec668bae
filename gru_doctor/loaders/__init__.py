"""From the user's file to a Subject: find, construct, call, record; one module a framework."""
