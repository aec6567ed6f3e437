//! The settings: what an environment may have instead of a text.

use crate::app::*;
use keyward::oauth::{Level, SETTINGS};

/// With `name` as it is said, and nothing else but a key.
fn with(name: &'static str, what: Result<Option<String>, String>) -> App {
    App::with(move |asked| match asked {
        asked if asked == name => what.clone(),
        "SECRET_KEY" => Ok(Some(SECRET.to_owned())),
        _ => Ok(None),
    })
}

// A pepper that is silently none, keys that are silently not there: it was so for
// an object or a list in `wrangler.toml`.
#[test]
fn a_setting_that_is_there_and_no_text_is_named_whichever_it_is() {
    for name in SETTINGS {
        let app = with(name, Err("is a list: expected a text".into()));
        app.assert_unusable(name, &format!("{name} is a list: expected a text"));
    }
}

#[test]
fn a_setting_that_is_empty_counts_as_absent() {
    for name in SETTINGS.into_iter().filter(|name| *name != "SECRET_KEY") {
        with(name, Ok(Some(String::new()))).token("username=quick&password=secret");
    }
}

#[test]
fn the_lifetime_of_a_token_is_at_most_what_is_accepted() {
    let expire = "ACCESS_TOKEN_EXPIRE_MINUTES";
    let most = "ACCESS_TOKEN_MAX_MINUTES";
    for (settings, own, limit) in [
        (vec![(expire, "1441")], 1441, 1440),
        (vec![(most, "29")], 30, 29),
        (vec![(expire, "43200"), (most, "43199")], 43200, 43199),
    ] {
        let app = App::new(&settings);
        let told = format!("{expire} and {most} cannot be used together; the log says why");
        app.login("username=quick&password=secret")
            .assert_refused(503, &told);
        let line = format!(
            "{expire} is {own}, more than {most}, which is {limit}: such tokens would be refused here"
        );
        assert_eq!(*app.log.borrow(), [(Level::Error, line)]);
    }
    for settings in [
        vec![(expire, "1440")],
        vec![(most, "30")],
        vec![(expire, "43200"), (most, "43200")],
    ] {
        App::new(&settings).token("username=quick&password=secret");
    }
    for value in ["0", "43201", "-1", "1.5", "1e3", "30m", " 30"] {
        App::new(&[(most, value)]).assert_unusable(
            most,
            &format!("{most} is not a whole number of minutes from 1 to 43200"),
        );
    }
}
