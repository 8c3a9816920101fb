"""What Meta told us about the account, for managers: wording (in whose words) · standing (what stops work now,
and settling it)."""
