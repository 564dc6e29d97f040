"""What deploys a recommendation, written for the tool that is to do it."""
