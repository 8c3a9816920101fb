"""Meta's approved templates: definition (what Meta tells of one) · form (what has to be filled in) · fill (the
parameters that are sent) · shown (what the customer will see) · account (the calls) · sync (all of them, and what
webhooks tell) · rules (what Meta would refuse) · draft (one being written) · submit (hand in, change, delete) ·
choosing (the picker's list) · wording (Meta's words, in people's).
"""
