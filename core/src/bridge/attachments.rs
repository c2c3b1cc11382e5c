//! The files that hang on a record: list, upload, download, delete.

use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::answer::Call;
use super::file_field::file_field;
use super::files::Files;
use super::options::{FileOptions, deadline, parse};
use super::tenant::{Target, Tenant, model};
use crate::error::{Error, Result};
use crate::model::Record;
use crate::protocol::File;

/// How large a file may be when the caller does not say.
const MOST: u64 = 64 * 1024 * 1024;

/// What is uploaded.
#[derive(Clone, Debug)]
pub enum Content {
    /// The bytes.
    Bytes(Bytes),
    /// A file of this host.
    Path(PathBuf),
}

impl Tenant {
    /// The files of a record.
    pub async fn attachments(&self, resource: &str, record_id: &str, options_json: &str) -> Result<Vec<Record>> {
        let options = parse::<FileOptions>("list", options_json)?.only("list", &["raw"])?;
        self.files(resource, record_id, "list", &options, async |files| files.list().await).await
    }

    /// Hangs a file on a record; answers it as the system keeps it. The record is read before: systems take files for
    /// records that are not there. With an `idempotency_key`, repeating the call gives the same attachment.
    pub async fn upload_attachment(
        &self,
        resource: &str,
        record_id: &str,
        name: &str,
        content: Content,
        options_json: &str,
    ) -> Result<Record> {
        let options = parse::<FileOptions>("upload", options_json)?
            .only("upload", &["content_type", "idempotency_key", "raw"])?;
        let file = |data: Bytes| File::new(name, options.content_type.as_deref(), data);
        // A name or type that cannot be is told before anything is read or sent.
        file(Bytes::new())?;
        let file = file(match content {
            Content::Bytes(bytes) => bytes,
            Content::Path(path) => read(path).await?,
        })?;
        let key = options.idempotency_key.as_deref();
        let upload = async |files: Files<'_>| self.upload(resource, files, &file, key).await;
        self.files(resource, record_id, "upload", &options, upload).await
    }

    /// The content of a file. One that is larger than `max_bytes` (64 MiB when not given) is an error.
    pub async fn download_attachment(
        &self,
        resource: &str,
        record_id: &str,
        id: &str,
        options_json: &str,
    ) -> Result<Bytes> {
        let options = parse::<FileOptions>("download", options_json)?.only("download", &["max_bytes"])?;
        let most = usize::try_from(options.max_bytes.unwrap_or(MOST)).unwrap_or(usize::MAX);
        self.files(resource, record_id, "download", &options, async |files| files.download(id, most).await).await
    }

    /// Writes the content of a file to a path of this host; answers how many bytes. What stands there is replaced, once
    /// the whole file has come.
    pub async fn save_attachment(
        &self,
        resource: &str,
        record_id: &str,
        id: &str,
        path: &Path,
        options_json: &str,
    ) -> Result<u64> {
        let content = self.download_attachment(resource, record_id, id, options_json).await?;
        let (size, path) = (content.len() as u64, path.to_owned());
        blocking(path, move |path| std::fs::write(path, &content)).await.map(|()| size)
    }

    /// Takes a file from a record.
    pub async fn delete_attachment(&self, resource: &str, record_id: &str, id: &str, options_json: &str) -> Result<()> {
        let options = parse::<FileOptions>("delete", options_json)?.only("delete", &[])?;
        let delete = async |files: Files<'_>| self.delete_file(resource, files, id).await;
        self.files(resource, record_id, "delete", &options, delete).await
    }

    async fn files<T>(
        &self,
        resource: &str,
        record_id: &str,
        name: &str,
        options: &FileOptions,
        work: impl AsyncFnOnce(Files<'_>) -> Result<T>,
    ) -> Result<T> {
        let target = self.target(model(resource)?, record_id, options.connection.as_deref()).await?;
        let Target { connection, plan: record, remote_id } = &target;
        let done = async {
            let plan = record.attachments.as_ref().ok_or_else(|| {
                let variant = record.variant.as_deref().map(|variant| format!(" ({variant})")).unwrap_or_default();
                Error::unsupported(format!("{resource}{variant} has no attachments in this system"))
            })?;
            plan.operation(name)?;
            let deadline =
                deadline(connection.pipeline.policies(), options.deadline_ms)?.in_background(options.background);
            let call = Call { connection, plan, raw: options.raw, deadline };
            let field = file_field(call, record, remote_id, options.field.as_deref()).await?;
            work(Files::new(call, record, remote_id, field)?).await
        };
        done.await.map_err(|error| connection.locate(error, &format!("{resource}.attachments.{name}")))
    }
}

async fn read(path: PathBuf) -> Result<Bytes> {
    blocking(path, |path| std::fs::read(path).map(Bytes::from)).await
}

/// File work off the runtime's threads.
async fn blocking<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce(&Path) -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    let shown = path.display().to_string();
    let done = tokio::task::spawn_blocking(move || work(&path)).await;
    done.map_err(|_| Error::unexpected("reading or writing the file broke off"))?
        .map_err(|error| Error::invalid_input(format!("{shown:.256}: {error}")).with_source(error))
}
