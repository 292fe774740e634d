"""How what the house knows is said to people: mails, chats, explanations, one wording for all."""
