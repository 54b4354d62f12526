//! The task-level size.
//!
//! ECS: CPU units (`1024`) or vCPU (`1 vCPU`, `.25 vCPU`), MiB (`2048`) or GB (`2 GB`), where GB means 1,024 MiB. On
//! Fargate both are required and only certain pairs exist ("Amazon ECS task definition parameters for Fargate", Task
//! size). Elsewhere both are optional; Windows ignores them.

use super::{Context, reserve_disk};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::{Accelerator, TaskSize};
use crate::ir::{Spanned, Traced};
use crate::source::At;

/// The size of a task: CPU units and MiB, as far as they were written.
#[derive(Debug, Clone)]
pub(super) struct Size {
    pub(super) cpu: Option<Traced<i64>>,
    pub(super) memory: Option<Traced<i64>>,
    /// GiB of disk.
    pub(super) disk: Option<Traced<i64>>,
    pub(super) accelerators: Vec<Accelerator>,
    /// Where it stands, else the place of the task definition.
    pub(super) at: At,
    /// The place of the task definition.
    pub(super) place: At,
}

/// Reads the size, and checks the pair on Fargate.
pub(super) fn read(size: TaskSize, place: At, cx: &Context, diags: &mut Diagnostics) -> Result<Size, Reported> {
    let TaskSize { cpu, memory, ephemeral_storage, accelerators } = size;
    let at = memory.as_ref().or(cpu.as_ref()).map_or(place, |part| part.at);
    let disk = reserve_disk::reserve(ephemeral_storage, cx, diags);
    let units =
        cpu.as_ref().map(|cpu| amount(cpu, "vcpu", "CPU units such as `1024`, or `1 vCPU`", diags)).transpose()?;
    let mib = memory.as_ref().map(|memory| amount(memory, "gb", "MiB such as `2048`, or `2 GB`", diags)).transpose()?;
    if cx.launch.fargate {
        check_pair(units, mib, cpu.as_ref().map_or(place, |cpu| cpu.at), diags)?;
    }
    if cx.windows {
        let written = [cpu, memory].into_iter().flatten();
        written.for_each(|part| diags.ignore(part.at, "ECS ignores the size of a task on Windows"));
        return Ok(Size { cpu: None, memory: None, disk, accelerators, at, place });
    }
    // 0 is what an export prints for "not set".
    let kept = |amount: Option<i64>, written: Option<Spanned<String>>| {
        amount.filter(|amount| *amount > 0).zip(written).map(|(amount, written)| written.with(amount))
    };
    Ok(Size { cpu: kept(units, cpu), memory: kept(mib, memory), disk, accelerators, at, place })
}

fn amount(written: &Spanned<String>, unit: &str, expected: &str, diags: &mut Diagnostics) -> Result<i64, Reported> {
    parse(&written.value, unit).ok_or_else(|| {
        diags.error(
            Finding::new(Code::TaskSize, written.at, format!("`{}` is no task size that ECS takes", written.value))
                .label("neither a number nor a number with a unit")
                .help(format!("write {expected}")),
        )
    })
}

fn parse(text: &str, unit: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    let Some(number) = text.strip_suffix(unit) else { return text.parse().ok().filter(|units| *units >= 0) };
    let number = number.trim_end();
    let plain = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let amount: f64 = plain.then(|| number.parse().ok()).flatten()?;
    Some((amount * 1024.0).round() as i64)
}

/// Every size that Fargate offers, smallest first: CPU units and MiB.
pub(super) fn sizes() -> impl Iterator<Item = (i64, i64)> {
    UNITS
        .iter()
        .flat_map(|units| {
            let (least, most, step) = memory_for(*units).unwrap_or((0, -1, 1));
            (0..).map(move |number| (*units, least + number * step)).take_while(move |(_, mib)| *mib <= most)
        })
        .filter(is_offered)
}

const UNITS: [i64; 7] = [256, 512, 1024, 2048, 4096, 8192, 16384];

/// 256 units come with 512, 1,024 and 2,048 MiB, and with nothing between the last two.
fn is_offered(size: &(i64, i64)) -> bool {
    *size != (256, 1536)
}

/// MiB that Fargate offers with a number of CPU units: the least, the most, and the step between them.
fn memory_for(units: i64) -> Option<(i64, i64, i64)> {
    const GIB: i64 = 1024;
    Some(match units {
        256 => (512, 2 * GIB, 512),
        512 => (GIB, 4 * GIB, GIB),
        1024 => (2 * GIB, 8 * GIB, GIB),
        2048 => (4 * GIB, 16 * GIB, GIB),
        4096 => (8 * GIB, 30 * GIB, GIB),
        8192 => (16 * GIB, 60 * GIB, 4 * GIB),
        16384 => (32 * GIB, 120 * GIB, 8 * GIB),
        _ => return None,
    })
}

fn check_pair(cpu: Option<i64>, memory: Option<i64>, place: At, diags: &mut Diagnostics) -> Result<(), Reported> {
    let (Some(cpu), Some(memory)) = (cpu, memory) else {
        return Err(diags.error(
            Finding::new(Code::FargateSize, place, "a Fargate task needs `cpu` and `memory` at the level of the task")
                .label("not both are written")
                .help("add the task's size, such as \"cpu\": \"256\", \"memory\": \"512\""),
        ));
    };
    let fits = memory_for(cpu).is_some_and(|(least, most, step)| {
        (least..=most).contains(&memory) && memory % step == 0 && is_offered(&(cpu, memory))
    });
    if fits {
        return Ok(());
    }
    let help = match memory_for(cpu) {
        Some(_) if cpu == 256 => "with 256 CPU units Fargate offers 512, 1024 and 2048 MiB".to_owned(),
        Some((least, most, step)) => {
            format!("with {cpu} CPU units Fargate offers {least} to {most} MiB, in steps of {step}")
        }
        None => "Fargate offers 256, 512, 1024, 2048, 4096, 8192 and 16384 CPU units".to_owned(),
    };
    Err(diags.error(
        Finding::new(Code::FargateSize, place, format!("Fargate has no task size of {cpu} CPU units and {memory} MiB"))
            .label("no such size")
            .kubernetes("ECS refuses this definition, so what it runs with cannot be told")
            .help(help),
    ))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_spellings_that_ecs_takes() {
        for (text, units) in [("256", 256), (".25 vCPU", 256), ("0.25vcpu", 256), ("1 vCPU", 1024), (" 2 VCPU ", 2048)]
        {
            assert_eq!(parse(text, "vcpu"), Some(units), "{text}");
        }
        for (text, mib) in [("1 GB", 1024), ("1gb", 1024), ("0.5GB", 512), ("2048", 2048)] {
            assert_eq!(parse(text, "gb"), Some(mib), "{text}");
        }
        for text in ["", "-1", "1.5", "1 core", "vcpu", "1e3 GB", "infGB"] {
            assert_eq!(parse(text, "gb"), None, "{text}");
        }
    }
}
