//! Inputs, links and disks that could do harm.

use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;

fn elsewhere() -> (TempDir, Utf8PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
    fs::write(path.join("values.yaml"), "theirs\n").unwrap();
    (folder, path)
}

fn message(result: Result<impl Sized, OutError>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn no_path_escapes() {
    for path in ["../x", "/etc/x", "charts/../../x", "C:\\x", "c:/x", "a\0b", ".git/config", ".ecs2eks.lock"] {
        let place = Place::new();
        let error = message(write(&place.out, &with(&[(path, "x\n")]), all(), BOTH));
        assert!(error.contains("cannot be a generated file"), "{path:?}: {error}");
        assert_eq!(tree(&place.out), BTreeMap::new());
    }
}

#[test]
fn a_lock_that_names_other_files_deletes_none() {
    let place = Place::holding(&two_workloads());
    let lock = place.read(".ecs2eks.lock");
    fs::write(place.out.join("../victim"), "x\n").unwrap();
    let hash = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac";
    for path in ["../victim", "charts/web/values.override.yaml", "/etc/hostname"] {
        place.edit(".ecs2eks.lock", &format!("{lock}{hash}  {path}\n"));
        let error = message(write(&place.out, &two_workloads(), all(), BOTH));
        assert!(error.starts_with("`.ecs2eks.lock` is damaged in line 11: no generated file"), "{error}");
    }
    assert!(place.has("../victim"));
}

#[test]
fn a_folder_link_out_of_out_is_an_error_and_nothing_is_written() {
    for link in ["charts/web", "charts"] {
        let (_folder, target) = elsewhere();
        let place = Place::new();
        fs::create_dir_all(place.out.join("charts")).unwrap();
        if link == "charts" {
            fs::remove_dir(place.out.join("charts")).unwrap();
        }
        symlink(&target, place.out.join(link)).unwrap();
        let error = message(write(&place.out, &two_workloads(), all(), BOTH));
        assert_eq!(
            error,
            format!(
                "`{link}` is a link that leads out of the output folder: remove the link, or choose another output folder"
            )
        );
        assert_eq!(tree(&target), BTreeMap::from([("values.yaml".to_owned(), b"theirs\n".to_vec())]));
        assert!(!place.has("rendered"));
    }
}

#[test]
fn the_staging_folder_and_the_lock_are_no_links() {
    for name in [".ecs2eks.staging", ".ecs2eks.lock"] {
        let (_folder, target) = elsewhere();
        let place = Place::new();
        fs::create_dir_all(&place.out).unwrap();
        symlink(&target, place.out.join(name)).unwrap();
        assert!(write(&place.out, &two_workloads(), all(), BOTH).is_err());
        assert!(compare(&place.out, &two_workloads(), all()).is_err());
        assert_eq!(tree(&target).len(), 1);
    }
}

#[test]
fn a_link_in_place_of_a_file_is_refused_and_forced_without_following_it() {
    let (_folder, target) = elsewhere();
    let place = Place::holding(&two_workloads());
    let path = "charts/web/values.yaml";
    fs::remove_file(place.out.join(path)).unwrap();
    symlink(target.join("values.yaml"), place.out.join(path)).unwrap();
    assert_eq!(place.write(&two_workloads(), PLAIN)[path], Outcome::Refused(Why::Link));
    assert!(place.out.join(path).is_symlink());
    assert_eq!(place.write(&without("web"), BOTH)[path], Outcome::Refused(Why::Link));
    assert_eq!(place.write(&two_workloads(), FORCE)[path], Outcome::Overwritten);
    assert_eq!(place.read(path), "replicas: 1\n");
    assert!(!place.out.join(path).is_symlink());
    assert_eq!(fs::read_to_string(target.join("values.yaml")).unwrap(), "theirs\n");
}

#[test]
fn a_link_within_out_is_written_through_but_never_pruned_through() {
    let place = Place::new();
    fs::create_dir_all(place.out.join("elsewhere")).unwrap();
    symlink("elsewhere", place.out.join("charts")).unwrap();
    place.write(&two_workloads(), PLAIN);
    assert!(place.has("elsewhere/web/values.yaml"));
    let outcomes = place.write(&without("web"), BOTH);
    assert_eq!(outcomes["charts/web/values.yaml"], Outcome::Refused(Why::Link));
    assert_eq!(outcomes["rendered/web.yaml"], Outcome::Pruned);
    assert!(place.has("elsewhere/web/values.yaml"));
}

#[test]
fn out_itself_may_be_a_link() {
    let (_folder, target) = elsewhere();
    let place = Place::new();
    symlink(&target, &place.out).unwrap();
    place.write(&two_workloads(), PLAIN);
    assert!(!place.compare(&two_workloads()).would_change());
    assert!(target.join("charts/web/values.yaml").exists());
}

#[test]
fn a_folder_or_a_pipe_in_place_of_a_file_is_refused_also_with_force() {
    let place = Place::new();
    place.edit("rendered/web.yaml/mine.txt", "mine\n");
    let pipe = place.out.join("charts/web/values.yaml");
    fs::create_dir_all(pipe.parent().unwrap()).unwrap();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let outcomes = place.write(&two_workloads(), BOTH);
    assert_eq!(paths(&outcomes, Outcome::Refused(Why::NotAFile)), ["charts/web/values.yaml", "rendered/web.yaml"]);
    assert!(place.has("rendered/web.yaml/mine.txt") && place.has("charts/api/Chart.yaml"));
}

#[test]
fn a_file_in_place_of_a_folder_is_an_error() {
    let place = Place::new();
    place.edit("rendered", "mine\n");
    let error = message(write(&place.out, &two_workloads(), all(), BOTH));
    assert_eq!(error, "`rendered` is not a folder, and generated files go below it: move it away");
    assert_eq!(tree(&place.out).len(), 1);
}

#[test]
fn a_damaged_lock_stops_the_run() {
    let place = Place::holding(&two_workloads());
    place.edit(".ecs2eks.lock", "<<<<<<< HEAD\n");
    let error = message(write(&place.out, &without("web"), all(), BOTH));
    assert!(error.starts_with("`.ecs2eks.lock` is damaged in line 1: "), "{error}");
    assert!(place.has("rendered/web.yaml"));
}

#[test]
fn two_runs_at_once_do_not_mix() {
    let place = Place::holding(&two_workloads());
    let occupied = Disk::new(&place.out).occupy().unwrap();
    assert!(matches!(write(&place.out, &without("web"), all(), BOTH), Err(OutError::Busy)));
    drop(occupied);
    place.write(&without("web"), PRUNE);
}

#[test]
fn a_folder_without_permission_stops_the_run_and_the_next_one_finishes() {
    let place = Place::holding(&two_workloads());
    let folder = place.out.join("rendered");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    allow(0o555);
    if fs::write(folder.join("probe"), "").is_ok() {
        fs::remove_file(folder.join("probe")).unwrap();
        allow(0o755);
        return; // The superuser may do anything.
    }
    let wanted = with(&[("charts/web/values.yaml", "replicas: 2\n"), ("rendered/web.yaml", "web 2\n")]);
    let error = message(write(&place.out, &wanted, all(), PLAIN));
    assert!(error.starts_with("cannot put into place `rendered/web.yaml`: Permission denied"), "{error}");
    assert_eq!(place.read("rendered/web.yaml"), "web 1\n");
    allow(0o755);
    assert!(write(&place.out, &wanted, all(), PLAIN).unwrap().finished_earlier);
    assert_eq!(place.read("rendered/web.yaml"), "web 2\n");
    assert!(!place.has(".ecs2eks.staging"));
}
