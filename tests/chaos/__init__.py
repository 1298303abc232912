"""What happens when it dies in between."""
