//! Rehearsal: rehearse a customer-data migration before go-live.

pub mod problem;
