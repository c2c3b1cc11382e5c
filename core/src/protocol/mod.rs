//! The protocol kinds: paginators, filter dialects, bodies, error classification. One file each.
