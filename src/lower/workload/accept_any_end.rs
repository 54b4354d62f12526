//! Containers that only have to end.
//!
//! ECS: COMPLETE is met by any exit code ("ContainerDependency", API reference). Kubernetes: an init container that fails
//! is run again, or fails the pod ("Init Containers"). So the program is run by a shell that ends well whatever it ends
//! with; that needs the whole command, which is known only where `entryPoint` is written.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::plan::Process;
use crate::ir::{Spanned, Traced};

/// Wraps the command, or tells that it cannot be wrapped.
pub(super) fn accept(process: Process, name: &Spanned<String>, diags: &mut Diagnostics) -> Process {
    if process.entry_point.is_empty() {
        diags.tell(
            Finding::new(
                Code::CompleteBlocks,
                name.at,
                format!(
                    "others wait for `{}` to end, however it ends, and its entrypoint is the image's own",
                    name.value
                ),
            )
            .kubernetes("if it fails, it is run again and again, and the pod waits")
            .help("write `entryPoint` into the task definition, or see to it that the program always ends with 0"),
        );
        return process;
    }
    diags.tell(
        Finding::new(
            Code::ExitCodeSwallowed,
            name.at,
            format!("others wait for `{}` to end, however it ends", name.value),
        )
        .kubernetes("it is run by `/bin/sh`, which ends with 0 whatever the program ends with")
        .help("nothing to do where the image has a shell"),
    );
    let shell = ["/bin/sh", "-c", "\"$@\" || true", "--"].map(|word| Traced::implied(word.to_owned()));
    let entry_point = shell.into_iter().chain(process.entry_point).collect();
    Process { entry_point, ..process }
}
