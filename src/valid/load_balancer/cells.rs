//! Rows of the table in words: what a reader sees of both sides.

use super::table::{Listening, Row, Side, Standing};

impl Listening {
    /// Such as `HTTPS:443: 5 of 7 as today, 1 waits, 1 not written`.
    pub(crate) fn title(&self) -> String {
        let rows: Vec<&Row> = self.rules.iter().chain([&self.default]).collect();
        let count = |standing: Standing| rows.iter().filter(|row| row.standing == standing).count();
        let others = [
            (Standing::Differs, "not as today"),
            (Standing::Waits, "to be turned on"),
            (Standing::Refused, "refused"),
            (Standing::NotWritten, "not written"),
        ];
        let others = others.into_iter().map(|(standing, word)| (count(standing), word)).filter(|(count, _)| *count > 0);
        let others: String = others.map(|(count, word)| format!(", {count} {word}")).collect();
        format!("{}:{}: {} of {} as today{others}", self.protocol, self.port, count(Standing::Same), rows.len())
    }
}

impl Row {
    /// Whether it does the same without anything that a person must do.
    pub(crate) fn is_same(&self) -> bool {
        self.standing == Standing::Same
    }

    /// The rule of today, its requests, what is done with them today, and what after the move.
    pub(crate) fn cells(&self) -> [String; 4] {
        let Row { today, after, standing: _, switch: _ } = self;
        let side = today.as_ref().or(after.as_ref());
        let rule = match (today, side) {
            (Some(Side { priority: Some(priority), .. }), _) => priority.to_string(),
            (None, Some(Side { priority: Some(_), .. })) => "–".to_owned(),
            (Some(_) | None, _) => "default".to_owned(),
        };
        let is_default = rule == "default";
        let requests = if is_default { "all others".to_owned() } else { side.map(requests).unwrap_or_default() };
        let action = today.as_ref().map_or_else(|| "not known".to_owned(), |side| side.action.clone());
        [
            rule,
            requests,
            if today.is_none() && !is_default { "nothing".to_owned() } else { action },
            self.then(is_default),
        ]
    }

    /// What is done after the move.
    fn then(&self, is_default: bool) -> String {
        let made = self.after.as_ref();
        let number = made.and_then(|side| side.priority).map(|number| format!("{number}: ")).unwrap_or_default();
        let action = made.map(|side| format!("{number}{}", side.action));
        let below = || action.clone().unwrap_or_else(|| "its requests go on to the rules below".to_owned());
        match self.standing {
            Standing::Same if made.is_none() => "not needed: a redirect above takes these requests".to_owned(),
            Standing::Same if is_default => "the same".to_owned(),
            Standing::Same => format!("{number}the same"),
            Standing::Waits => {
                let switch = self.switch.as_deref().unwrap_or("its switch");
                format!("waits for `{switch}`; until then {}", below())
            }
            Standing::Refused => format!("refused: {}", below()),
            Standing::NotWritten => format!("not written: {}", below()),
            Standing::Differs => match made {
                None => "differs: not made".to_owned(),
                Some(side) if is_default => format!("differs: {}", side.action),
                Some(side) => format!("differs: {number}{}: {}", requests(side), side.action),
            },
        }
    }
}

fn requests(side: &Side) -> String {
    if side.conditions.is_empty() { "every request".to_owned() } else { side.conditions.join("; ") }
}
