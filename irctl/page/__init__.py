"""The page of `irctl report`: one file that plans again in its reader's browser."""
