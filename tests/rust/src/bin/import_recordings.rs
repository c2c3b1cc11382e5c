//! `import-recordings <folder of recordings> <archive.ndjson.gz>`: see `tests/recordings/README.md`.

use std::path::Path;
use std::process::ExitCode;

use bridge_tests::recording::import;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, archive] = arguments.as_slice() else {
        eprintln!("use: import-recordings <folder of recordings> <archive.ndjson.gz>");
        return ExitCode::from(2);
    };
    match import(Path::new(folder), Path::new(archive)) {
        Ok(done) => {
            println!("{} recordings, {} bytes, left out: {:?}", done.kept, done.bytes, done.left_out);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
