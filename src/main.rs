//! The `ecs2eks` program.

fn main() -> std::process::ExitCode {
    ecs2eks::cli::main()
}
