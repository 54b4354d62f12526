//! Forms of references.

use super::*;

#[test]
fn every_form_of_a_reference() {
    let manager = |property: Option<&str>, version: &str| {
        Some(Reference {
            service: StoreService::SecretsManager,
            region: Some("eu-west-1".to_owned()),
            key: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf".to_owned(),
            property: property.map(str::to_owned),
            version: Some(version.to_owned()),
        })
    };
    let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf";
    assert_eq!(parse(arn), manager(None, "AWSCURRENT"));
    assert_eq!(parse(&format!("{arn}:password::")), manager(Some("password"), "AWSCURRENT"));
    assert_eq!(parse(&format!("{arn}:password:AWSPREVIOUS:")), manager(Some("password"), "AWSPREVIOUS"));
    assert_eq!(parse(&format!("{arn}:::9d4c")), manager(None, "uuid/9d4c"));
    assert_eq!(parse(&format!("{arn}:a")), None);
    assert_eq!(parse(&format!("{arn}:a:b")), None);
    assert_eq!(parse(&format!("{arn}:a:b:c")), None);
    let parameter = parse("arn:aws:ssm:eu-north-1:111122223333:parameter/app/url").expect("a parameter");
    assert_eq!((parameter.service, parameter.region.as_deref()), (StoreService::ParameterStore, Some("eu-north-1")));
    assert_eq!(parse("/app/url").map(|bare| bare.region), Some(None));
    assert_eq!(parse("<SECRET>"), None);
    assert_eq!(escape_property("a.b*"), "a.b\\*");
}
