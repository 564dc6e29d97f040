"""Deployments and scaling as text, for the tool that carries them out."""
