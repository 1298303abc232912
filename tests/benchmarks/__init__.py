"""What it costs, beside what the machine itself needs for the like."""
