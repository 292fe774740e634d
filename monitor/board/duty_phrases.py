"""The strings of the page of obligations, one table per language."""

DUTY_ZH = {
    "nav_duties": "事项",
    "duties": "规定事项",
    "duties_help": "不按事件计时的条文。网上看不到的，由人登记；"
    "登记之前写明「需人工登记」，不当作已履行。",
    "no_duties": "现行规则里没有这类条文。",
    "duty_entry": "登记",
    "duty_entry_help": "在装有本系统的机器上执行：",
    "duty_on_incidents": "事件上的提示",
    "duty_on_incidents_help": "条文没有数字，或只在必要时适用：只提示，不判超时。",
    "duty_records": "登记 {numbers}",
    "duty_due": "{at} 截止",
}

DUTY_EN = {
    "nav_duties": "Duties",
    "duties": "Duties",
    "duties_help": "Clauses that run on no incident. What the web does not show a person enters; "
    "until then it says so, and never counts as kept.",
    "no_duties": "The rules in force hold no such clause.",
    "duty_entry": "Enter",
    "duty_entry_help": "On the machine that runs this system:",
    "duty_on_incidents": "Advice on incidents",
    "duty_on_incidents_help": "The text has no number, or binds only where necessary: advice, "
    "never a breach.",
    "duty_records": "entries {numbers}",
    "duty_due": "due {at}",
}
