//! Which paths may be written below OUT. By spelling alone: links are the business of `disk`.

use super::error::OutError;

/// What this program keeps for itself in OUT.
pub(super) const LOCK: &str = ".ecs2eks.lock";
/// The folder where new files wait.
pub(super) const STAGING: &str = ".ecs2eks.staging";
/// New files by their paths below OUT.
pub(super) const STAGED: &str = ".ecs2eks.staging/new";
/// The lock as it will be.
pub(super) const STAGED_LOCK: &str = ".ecs2eks.staging/lock";
/// Stands when the staging folder is complete.
pub(super) const JOURNAL: &str = ".ecs2eks.staging/journal";
/// Written once, then the user's.
pub(super) const ATTRIBUTES: &str = ".gitattributes";

/// Refuses what must not be a generated file.
pub(super) fn check(path: &str) -> Result<(), OutError> {
    match objection(path) {
        None => Ok(()),
        Some(why) => Err(OutError::Path { path: path.escape_debug().to_string(), why }),
    }
}

/// Why a path must not be a generated file.
pub(super) fn objection(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        Some("it is empty")
    } else if path.starts_with('/') {
        Some("it is absolute")
    } else if path.chars().any(char::is_control) {
        Some("it has a control character")
    } else if path.contains('\\') {
        Some("it has a backslash")
    } else if matches!(path, LOCK | ATTRIBUTES) || path == STAGING || path.starts_with(".ecs2eks.staging/") {
        Some("ecs2eks uses that name itself")
    } else if is_the_users(path) {
        Some("files of that name are yours")
    } else {
        path.split('/').find_map(component_objection)
    }
}

fn component_objection(component: &str) -> Option<&'static str> {
    // Windows drops dots and spaces at the end, so `.. ` would be `..` there.
    if component.trim_end_matches(['.', ' ']).is_empty() {
        Some("a part of it is empty or only dots")
    } else if component.as_bytes().get(1) == Some(&b':') {
        Some("a part of it looks like a drive letter")
    } else if component.eq_ignore_ascii_case(".git") {
        Some("`.git` belongs to Git")
    } else {
        None
    }
}

/// Whether a path is one of those that are promised to the user, also when nothing stands there yet.
fn is_the_users(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let overrides = name == "values.override.yaml" || (name.starts_with("values-") && name.ends_with(".override.yaml"));
    let in_templates = folder == "templates" || folder.ends_with("/templates");
    overrides || (in_templates && name.starts_with("custom-") && name.ends_with(".yaml"))
}

/// The folder that a path is in; empty for OUT itself.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path in a folder.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_out_are_refused() {
        for path in [
            "",
            "/etc/passwd",
            "..",
            "../x",
            "charts/../../x",
            "charts/./x",
            "charts//x",
            "charts/x/",
            "C:/x",
            "charts/c:x",
            "a\\..\\x",
            "a\0b",
            "a\nb",
            "charts/.. /x",
            "charts/.../x",
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn names_of_others_are_refused() {
        for path in [
            ".ecs2eks.lock",
            ".ecs2eks.staging/new/x",
            ".gitattributes",
            ".git/config",
            "charts/.GIT/hooks/x",
            "charts/web/values.override.yaml",
            "charts/web/values-prod.override.yaml",
            "charts/web/templates/custom-x.yaml",
        ] {
            assert!(check(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn ordinary_paths_pass() {
        for path in [
            "RUNBOOK.md",
            "charts/web/.helmignore",
            "iam/a+b=c,d@e.trust.json",
            "charts/web/custom-x.yaml",
            "iam/ü..x.json",
        ] {
            assert!(check(path).is_ok(), "{path:?}");
        }
    }

    #[test]
    fn the_message_shows_control_characters_escaped() {
        let message = check("a\0b").unwrap_err().to_string();
        assert_eq!(message, "`a\\0b` cannot be a generated file: it has a control character");
    }
}
