"""The team's labels: (name, colour)."""

NEW, PAID, DELIVERY, GIFT, COMPLAINT = "عميل جديد", "مدفوع", "توصيل", "هدايا", "شكوى"

LABELS = ((NEW, "green"), (PAID, "blue"), (DELIVERY, "amber"), (GIFT, "purple"), (COMPLAINT, "rose"))
