//! Bridge, Tenant, Connection, Resource: the only place where everything meets.
