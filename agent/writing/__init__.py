"""Letters, reminders and forms: values in, bytes out. Pure."""
