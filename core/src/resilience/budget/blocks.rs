//! The blocks of slots that this process has been given, and what became of them.

use tokio::time::Instant;

use super::ledger::Report;

#[derive(Debug)]
struct Block {
    number: u64,
    /// The numbers of those that this one has taken in.
    also: Vec<u64>,
    left: u32,
    /// Slots that are given and not settled.
    out: u32,
    spent: u32,
    counted: Instant,
    use_by: Instant,
}

impl Block {
    fn is(&self, number: u64) -> bool {
        self.number == number || self.also.contains(&number)
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    open: Vec<Block>,
    /// Those that have ended.
    ended: Vec<Report>,
    last: u64,
}

impl Blocks {
    /// A number that was never used.
    pub(super) fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// A block that was given. Blocks that this process gave itself meanwhile, from `since` on, are taken out of it, as
    /// far as it goes: what they took is not there any more.
    pub(super) fn given(&mut self, number: u64, slots: u32, use_by: Instant, now: Instant) {
        let mut block = Block { number, also: Vec::new(), left: slots, out: 0, spent: 0, counted: now, use_by };
        let mut open = Vec::new();
        for one in self.open.drain(..) {
            let takes = one.out + one.spent;
            if one.number > number && takes <= block.left {
                block.left -= takes;
                block.out += one.out;
                block.spent += one.spent;
                block.counted = block.counted.max(one.counted);
                block.also.push(one.number);
            } else {
                open.push(one);
            }
        }
        // One that has ended already was never told of: it is told as a part of this one.
        self.ended.retain(|one| {
            let inside = one.number > number && one.spent > 0 && one.spent <= block.left;
            if inside {
                block.left -= one.spent;
                block.spent += one.spent;
                block.counted = block.counted.max(one.counted);
            }
            !inside
        });
        self.open = open;
        self.open.push(block);
        self.settle(now);
    }

    /// A slot that this process gives itself.
    pub(super) fn give_itself(&mut self, now: Instant) -> u64 {
        let number = self.number();
        self.open.push(Block { number, also: Vec::new(), left: 0, out: 1, spent: 0, counted: now, use_by: now });
        number
    }

    /// A slot, if there is one.
    pub(super) fn take(&mut self, now: Instant) -> Option<u64> {
        let block = self.open.iter_mut().find(|block| block.left > 0 && block.use_by > now)?;
        block.left -= 1;
        block.out += 1;
        Some(block.number)
    }

    /// Whether there is a slot.
    pub(super) fn any(&self, now: Instant) -> bool {
        self.open.iter().any(|block| block.left > 0 && block.use_by > now)
    }

    /// A slot comes back: unused, or used by a request that the system has counted by a time.
    pub(super) fn back(&mut self, number: u64, counted: Option<Instant>, now: Instant) {
        let Some(block) = self.open.iter_mut().find(|block| block.is(number)) else { return };
        block.out -= 1;
        match counted {
            Some(counted) => {
                block.spent += 1;
                block.counted = block.counted.max(counted);
            }
            None => block.left += 1,
        }
        self.settle(now);
    }

    /// A block of which nothing is known any more.
    pub(super) fn lost(&mut self, number: u64, now: Instant) {
        self.ended.push(Report { number, spent: 0, counted: now });
    }

    /// Ends the blocks of which nothing is left.
    pub(super) fn settle(&mut self, now: Instant) {
        let ended = &mut self.ended;
        self.open.retain(|block| {
            let over = block.out == 0 && (block.left == 0 || block.use_by <= now);
            if over {
                ended.push(Report { number: block.number, spent: block.spent, counted: block.counted });
            }
            !over
        });
    }

    /// When the first unused slots are to be given back.
    pub(super) fn first_due(&self) -> Option<Instant> {
        self.open.iter().filter(|block| block.left > 0 && block.out == 0).map(|block| block.use_by).min()
    }

    /// Whether something is to be told.
    pub(super) fn has_news(&self) -> bool {
        !self.ended.is_empty()
    }

    /// What is to be told.
    pub(super) fn news(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.ended)
    }

    /// It could not be told.
    pub(super) fn not_told(&mut self, reports: Vec<Report>) {
        self.ended.splice(0..0, reports);
    }
}
