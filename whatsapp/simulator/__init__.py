"""Meta's Cloud API in miniature, with a customer's phone to type into. It stands alone: no Django, no inbox.

The business asks, Meta answers:  server, transport > graph > sending, receipts, media, templates, account, blocking
What a message may be:            messages, interactive, template_parameters, media_types, flows, limits, windows
What it costs:                    prices
What a template may be:           submissions > submission_rules, marketing_rules; every no is one of refusals
Customers act, Meta tells:        phone, phone_screen | customer_side > hands > statuses > webhooks > delivery
What is remembered:               world (customers, lines, schedule), memory; meta is all of it together
"""
