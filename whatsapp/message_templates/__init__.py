"""Meta's approved templates.

What one is: definition (its parts) · form (what has to be filled in) · prefill (what we know already) · fill (the
parameters that are sent) · shown (what the customer will see) · wording (Meta's words, in people's) · cost (by
price_list and markets).
Where they come from: account (the calls) · sync (all of them) · news (what webhooks tell) · choosing (the picker).
How one is made: draft (one being written) · rules (what Meta would refuse) · submit (hand in, change, delete).
"""
