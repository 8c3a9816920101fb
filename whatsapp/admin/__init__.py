"""The managers' back office: one module a noun. A new module is found by itself (`whatsapp.apps`)."""
