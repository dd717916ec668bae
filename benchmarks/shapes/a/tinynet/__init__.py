"""tinynet - weekend project"""
__version__ = '0.0.3'
