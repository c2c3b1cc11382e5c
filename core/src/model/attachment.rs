//! Files that hang on the records of any resource.

use super::FieldKind::{Bool, Integer, Text};
use super::{Model, field};

/// A file that hangs on a record. It is no resource of its own: it is reached through its record.
pub static ATTACHMENT: Model = Model {
    module: "shared",
    resource: "attachments",
    record: "Attachment",
    doc: "A file that hangs on a record.",
    fields: &[
        field("name", Text, "The file's name, as the system keeps it: it may have changed it."),
        field("size", Integer, "Its size in bytes."),
        field("content_type", Text, "Its media type, for example `application/pdf`."),
        field(
            "url",
            Text,
            "Where the system keeps it: an address, or a path on the instance; it may need the credential.",
        ),
        field("private", Bool, "Whether only users of the system can read it at `url`."),
        field("comment", Text, "What people wrote about it."),
        field("hash", Text, "The hash of its content, in the system's own kind."),
    ],
};
