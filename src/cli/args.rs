//! What can be said on the command line.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::choices::Choices;

/// Translates Amazon ECS task definitions and services into Helm charts for Amazon EKS, accounting for every field.
#[derive(Debug, Parser)]
#[command(name = "ecs2eks", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Say only what went wrong.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show every finding, also in a run over many workloads.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// When to use colour. NO_COLOR wins.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(crate) color: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write charts, manifests, policies and a report.
    Convert(Convert),
    /// Write nothing, and exit 3 if `convert` would change anything.
    Check(Check),
    /// Compare what two inputs would render.
    Diff(Diff),
    /// Print the findings.
    Report(Report),
    /// Print the page of a finding's code, or what becomes of a field.
    Explain(Explain),
    /// List all codes.
    Codes,
    /// Take a generated file over for good.
    Eject(Eject),
    /// Print the names of the embedded templates, or write them.
    Templates(Templates),
    /// Print a JSON Schema.
    Schema(Schema),
    /// Print a completion script.
    Completions(Completions),
    /// Print the manual page.
    Man,
}

/// What is read.
#[derive(Debug, Args)]
pub(crate) struct Inputs {
    /// Files, folders, globs, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Folder for the output.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: Utf8PathBuf,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// Write over files that were edited by hand.
    #[arg(long)]
    pub(crate) force: bool,
    /// Delete generated files that no input makes any more.
    #[arg(long)]
    pub(crate) prune: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Folder with the output to check.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: Utf8PathBuf,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Input as it was.
    pub(crate) before: String,
    /// Input as it is.
    pub(crate) after: String,
    #[command(flatten)]
    pub(crate) choices: Choices,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) choices: Choices,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code, such as cpu-rounded, or a field of ECS, such as stopTimeout or healthCheck.interval.
    #[arg(value_name = "CODE|FIELD")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Eject {
    /// The file: OUT/charts/web/values.yaml.
    #[arg(value_name = "FILE")]
    pub(crate) file: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Templates {
    /// Folder to write them to.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) out: Option<Utf8PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// ecs2eks.toml.
    Config,
    /// values.yaml of a workload's chart.
    Values,
    /// report.json.
    Report,
    /// One line of the ledger.
    Ledger,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
