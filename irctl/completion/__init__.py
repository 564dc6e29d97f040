"""What the Tab key offers: the shells' scripts ask irctl itself."""
