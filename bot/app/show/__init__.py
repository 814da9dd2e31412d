"""What people may see of what the notebook holds, read at the moment of showing."""
