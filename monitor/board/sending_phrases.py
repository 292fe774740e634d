"""The strings about messages that were given up or withdrawn, one table per language."""

SENDING_ZH = {
    "mail_withdrawn": "已撤销，未发送",
    "resend": "重新发送",
    "resend_name": "姓名",
    "resend_means": "按原内容、原邮件编号再发一次；发送前会再核对一次事件现状。",
    "grouped": "与其他提醒合为一封发出",
}

SENDING_EN = {
    "mail_withdrawn": "withdrawn, not sent",
    "resend": "Send again",
    "resend_name": "Name",
    "resend_means": "The same message goes out under the same identifier, if it still holds then.",
    "grouped": "sent in one mail with others",
}

WITHDRAWN = {
    "dismissed": ("事件已停止计时", "the incident was dismissed"),
    "acknowledged": ("已有人签收", "somebody acknowledged it"),
    "answered": ("已有回应", "answered meanwhile"),
    "excused": ("该时限不再适用", "the window no longer applies"),
    "over": ("时限已过，另行通知", "the limit passed; another message tells of it"),
    "standing_changed": ("结论已变", "the verdict changed"),
    "reopened": ("已重新计时", "timed anew"),
    "repeated": ("同一事项已有更新的通知", "a later message says the same"),
    "never_told": ("此前未曾通知超时", "nobody had been told that it was overdue"),
}
"""Why a message was withdrawn."""
