//! That a password is in no memory that is given back.

#![allow(unsafe_code, reason = "an allocator is")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use crate::app::App;
use http::Request;

/// The system's allocator, which looks through what it gets back for what a test of the same
/// thread looks for.
struct Searching;

#[global_allocator]
static ALLOCATOR: Searching = Searching;

thread_local! {
    static WANTED: Cell<Option<&'static [u8]>> = const { Cell::new(None) };
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it is the system's; what is read is inside of what was given out.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if let Ok(Some(wanted)) = WANTED.try_with(Cell::get) {
            let is_at = |start: usize| {
                let mut bytes = wanted.iter().enumerate();
                bytes.all(|(index, byte)| unsafe {
                    pointer.add(start + index).read_volatile() == *byte
                })
            };
            let starts = (layout.size() + 1).saturating_sub(wanted.len());
            if (0..starts).any(is_at) {
                let _ = FOUND.try_with(|found| found.set(found.get() + 1));
            }
        }
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// In how many pieces of memory this was when they were given back.
fn left_behind(wanted: &'static str, act: impl FnOnce()) -> usize {
    FOUND.set(0);
    WANTED.set(Some(wanted.as_bytes()));
    act();
    WANTED.set(None);
    FOUND.get()
}

/// How a password begins that is longer: so a text that grew would have left it, too.
const PASSWORD: &str = "a needle, in a haystack";

#[test]
fn what_is_not_wiped_is_found() {
    assert_eq!(left_behind(PASSWORD, || drop(PASSWORD.to_owned())), 1);
    assert_eq!(left_behind(PASSWORD, || drop("a needle".to_owned())), 0);
}

#[test]
fn the_password_of_a_form_is_wiped_whatever_is_escaped() {
    for password in [
        "a+needle,+in+a+haystack",
        "a needle, in a haystack",
        "%61%20needle%2c+in a haystack%21",
    ] {
        let app = App::new(&[]);
        let form = format!(
            "username=quick&password={password}{}",
            "+%C3%A9%ff".repeat(50)
        );
        let request = Request::post("http://localhost/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.into_bytes())
            .unwrap();
        let found = left_behind(PASSWORD, || {
            assert_eq!(app.send(request).status(), 401);
        });
        assert_eq!(found, 0, "{password}");
    }
}
