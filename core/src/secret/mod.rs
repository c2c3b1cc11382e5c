//! Secrets, credentials, and how they are sealed.
