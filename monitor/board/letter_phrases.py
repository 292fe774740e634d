"""The strings of the page of citizens' letters, one table per language."""

LETTER_ZH = {
    "nav_letters": "信箱",
    "kind_mailbox": "信箱",
    "letters": "公开来信",
    "letters_help": "近一年的公开来信，按页面所载日期计；转办与书面报告的日期不在网上，"
    "所以「按时」是确定的，「超过时限」只是上限。",
    "letters_reference": "现行规则没有来信的时限，以下与 {window} 对照，不作判定。",
    "letters_limit": "时限 {window}",
    "no_mailbox": 'channels.toml 里还没有 kind = "mailbox" 的渠道。',
    "no_letters": "没有来信。",
    "letters_unread": "另有 {n} 个页面读不出来信日期，未计入。",
    "letters_years": "缺少 {years} 年放假安排，请写入 workdays.toml；相关来信无法判定。",
    "letters_unit": "答复单位",
    "letters_count": "来信",
    "letters_rate": "按时率",
    "letters_few": "数量少",
    "letters_all_units": "合计",
    "letters_sent": "来信 {at}",
    "letters_replied": "答复 {at}",
    "letters_due": "{at} 截止",
    "letters_seen": "最近一次看到 {at}",
    "letters_list": "待答复与超过时限的来信",
    "letters_chosen": "所选来信",
    "letters_back": "全部单位",
    "letters_part": "只列出前 {shown} 件，共 {total} 件。",
    "letters_find": "标题或单位",
    "letters_search": "查找",
}

LETTER_EN = {
    "nav_letters": "Letters",
    "kind_mailbox": "mailbox",
    "letters": "Citizens' letters",
    "letters_help": "Public letters of the past year, by the dates on their pages. The dates of "
    "transfer and of the written report are not public: on time is certain, late is at most so "
    "many.",
    "letters_reference": "The rules in force set no limit for letters; they are compared with "
    "{window}, and nothing follows from it.",
    "letters_limit": "limit {window}",
    "no_mailbox": 'channels.toml holds no channel of kind = "mailbox" yet.',
    "no_letters": "No letters.",
    "letters_unread": "{n} more pages state no date of a letter and are not counted.",
    "letters_years": "The holidays of {years} are not known: put them into workdays.toml; letters "
    "that need them cannot be told.",
    "letters_unit": "Unit",
    "letters_count": "Letters",
    "letters_rate": "On time",
    "letters_few": "few",
    "letters_all_units": "All",
    "letters_sent": "sent {at}",
    "letters_replied": "answered {at}",
    "letters_due": "due {at}",
    "letters_seen": "last seen {at}",
    "letters_list": "Letters that wait, or are late",
    "letters_chosen": "Letters chosen",
    "letters_back": "All units",
    "letters_part": "The first {shown} of {total}.",
    "letters_find": "Title or unit",
    "letters_search": "Find",
}
