//! Makes a new template part of the program: an embedded folder alone does not tell Cargo of new files.

fn main() {
    println!("cargo::rerun-if-changed=charts-templates");
}
