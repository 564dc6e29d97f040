"""What a job is: its model, and how it is read from an API response."""
