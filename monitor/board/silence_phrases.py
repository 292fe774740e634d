"""The strings of silences and of messages that wait for the morning, one table per language."""

SILENCE_ZH = {
    "silences": "静默",
    "no_silences": "没有静默。",
    "silence_until": "到 {at}",
    "silence_by": "{who}：{why}",
    "silence_unit": "单位 {name}",
    "silence_incident": "事件 {number}",
    "silence_recipient": "收件人 {name}",
    "mail_silenced": "静默中，未发送",
    "held_until": "免打扰，留到 {at}",
}

SILENCE_EN = {
    "silences": "Silences",
    "no_silences": "Nothing is silenced.",
    "silence_until": "until {at}",
    "silence_by": "{who}: {why}",
    "silence_unit": "unit {name}",
    "silence_incident": "incident {number}",
    "silence_recipient": "recipient {name}",
    "mail_silenced": "silenced, not sent",
    "held_until": "quiet hours, held until {at}",
}
