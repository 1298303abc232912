"""The whole product, as a person meets it: a real process, a real mailbox, a real calendar."""
