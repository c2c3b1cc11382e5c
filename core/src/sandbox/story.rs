//! One story that all fakes know, so that a demo can follow one customer through them: the company in the CRM, its
//! deal, the project, the invoice, the part in stock. Synthetic, like everything here.

/// The customer's name.
pub(crate) const CUSTOMER: &str = "Nordlicht Beispiel GmbH";
/// The customer's e-mail address, of a reserved domain.
pub(crate) const CUSTOMER_EMAIL: &str = "einkauf@nordlicht.example";
/// The customer's web address.
pub(crate) const CUSTOMER_SITE: &str = "https://nordlicht.example";
/// The person who buys: first and last name.
pub(crate) const PERSON: (&str, &str) = ("Mika", "Muster");
/// The person's e-mail address.
pub(crate) const PERSON_EMAIL: &str = "mika.muster@nordlicht.example";
/// The deal.
pub(crate) const DEAL: &str = "Nordlicht: 40 controllers";
/// What the deal is worth, in EUR.
pub(crate) const DEAL_AMOUNT: u32 = 9960;
/// The project that delivers it.
pub(crate) const PROJECT: &str = "Nordlicht rollout";
/// The first work item of the project.
pub(crate) const TASK: &str = "Prepare 40 controllers";
/// The part that is sold: code, name, and the price of one in EUR.
pub(crate) const PART: (&str, &str, u32) = ("CTRL-7", "Controller 7", 249);
/// How many are sold.
pub(crate) const QUANTITY: u32 = 40;
/// How many are in stock.
pub(crate) const IN_STOCK: u32 = 55;
/// The news about the customer.
pub(crate) const NEWS: &str = "Nordlicht Beispiel GmbH raises its outlook after a strong quarter";
