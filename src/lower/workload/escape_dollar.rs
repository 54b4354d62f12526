//! `$` in texts that the kubelet expands.
//!
//! ECS: expands nothing. Kubernetes: in `command`, `args`, `env[].value` and exec probes the kubelet replaces `$(NAME)`
//! and turns `$$` into `$` ("Define Dependent Environment Variables"). So a `$` is doubled where the byte after it is
//! `$`, `(` or no ASCII: the expander takes two bytes at a time. Doubling only the `$` of `$(` would be wrong, because
//! `$$` collapses whether or not a variable exists.

/// The text as the kubelet must be given it.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        out.push(c);
        if c == '$' && rest.peek().is_some_and(|next| matches!(next, '$' | '(') || !next.is_ascii()) {
            out.push('$');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    /// The expander of Kubernetes (third_party/forked/golang/expansion) with no variable set, written down from its rules.
    fn expand(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let (mut out, mut at) = (String::new(), 0);
        while at < chars.len() {
            if chars[at] == '$' && at + 1 < chars.len() {
                match chars[at + 1] {
                    '$' => {
                        out.push('$');
                        at += 2;
                        continue;
                    }
                    '(' => {
                        // An unknown variable is left as it stands, its closing bracket included.
                        out.push_str("$(");
                        at += 2;
                        continue;
                    }
                    _ => {}
                }
            }
            out.push(chars[at]);
            at += 1;
        }
        out
    }

    #[test]
    fn the_examples_of_the_documentation() {
        let cases = [
            ("$(date)", "$$(date)"),
            ("$$", "$$$"),
            ("${HOME}", "${HOME}"),
            ("$2a$10$x", "$2a$10$x"),
            ("a$", "a$"),
            ("$é", "$$é"),
        ];
        for (given, wanted) in cases {
            assert_eq!(escape(given), wanted);
        }
    }

    proptest::proptest! {
        #[test]
        fn the_kubelet_gives_back_what_was_written(text in "[$()a{}é ]{0,12}") {
            // A `$` before a non-ASCII byte is doubled, which the expander undoes like any other pair.
            proptest::prop_assert_eq!(expand(&escape(&text)), text);
        }
    }
}
