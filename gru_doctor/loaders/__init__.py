"""From the user's file to a Subject, by way of the folders in here: its text, running it, making the object,
calling it, its gradients. What stands beside the folders joins them, or serves them all.
"""
