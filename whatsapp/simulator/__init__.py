"""Meta's Cloud API in miniature, with a customer's phone to type into. It stands alone: no Django, no inbox.

The business asks, Meta answers:  server, transport > graph > sending, receipts, media, templates, account, blocking
What a message may be:            messages, interactive, template_parameters, media_types; limits, windows; refusals
Customers act, Meta tells:        phone | customer_side > hands, chatter > statuses > webhooks > delivery
What is remembered:               world (customers, lines, schedule), memory; meta is all of it together
"""
