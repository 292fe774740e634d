"""The strings of the page of alerts to come, one table per language."""

ALERT_ZH = {
    "nav_alerts": "通知",
    "alerts": "接下来通知谁",
    "alerts_help": "假设此后无人回应、无人签收、官方渠道看得见，则按此通知；情况一变，随之改变。",
    "no_alerts": "现在没有将要发出的通知。",
    "alert_who": "通知谁",
    "alert_way_mail": "邮件",
    "alert_way_other": "{way}",
    "alert_silenced": "静默至 {at}，不发送",
    "alerts_part": "只列出最近 {n} 条。",
    "undelivered": "没有送达的",
    "undelivered_none": "没有。",
    "undelivered_attempts": "尝试 {n} 次后放弃",
}

ALERT_EN = {
    "nav_alerts": "Alerts",
    "alerts": "Who is told next",
    "alerts_help": "If nobody answers or acknowledges from now on and the official channels can be "
    "read; whatever happens changes the list.",
    "no_alerts": "Nothing is about to be sent.",
    "alert_who": "Who",
    "alert_way_mail": "mail",
    "alert_way_other": "{way}",
    "alert_silenced": "silenced until {at}, not sent",
    "alerts_part": "Only the next {n} are listed.",
    "undelivered": "Not delivered",
    "undelivered_none": "None.",
    "undelivered_attempts": "given up after {n} attempts",
}
