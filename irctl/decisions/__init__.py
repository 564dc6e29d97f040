"""What to deploy: metrics compared, ranked, planned and gated. Plain values in and out."""
