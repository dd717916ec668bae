"""A class, an instance, a function or a module in people's own process: its text, its lines, its report."""
