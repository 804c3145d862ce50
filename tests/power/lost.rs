//! What a disk holds after the power went: a model that follows the operations of a program, and
//! forgets what was not flushed.
//!
//! A file holds what was flushed, and any of what was written since: each write whole, half or not
//! at all, independently of the others. A folder holds the names that were flushed and the first
//! few of the changes since, in order, as journaling file systems keep them; what a name means
//! follows from it being flushed itself, not from the file being.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::layer::Operation;

/// A random number generator that every machine has alike.
#[derive(Clone)]
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("below the limit")
    }
}

/// What is kept of what was not flushed.
pub enum Loss {
    /// Nothing.
    All,
    /// What the dice say.
    Some(Dice),
}

/// Paths below the root; none: a folder.
pub type Tree = BTreeMap<PathBuf, Option<Vec<u8>>>;

enum Write {
    At(u64, Vec<u8>),
    Length(u64),
}

enum Naming {
    Add(String, usize),
    Remove(String),
    Move(String, String),
}

enum Node {
    File {
        flushed: Vec<u8>,
        since: Vec<Write>,
    },
    Folder {
        flushed: BTreeMap<String, usize>,
        now: BTreeMap<String, usize>,
        since: Vec<Naming>,
    },
}

pub struct Disk {
    root: PathBuf,
    nodes: Vec<Node>,
}

impl Disk {
    /// A disk on which all of this is safe.
    pub fn of(root: &Path, tree: &Tree) -> Self {
        let mut disk = Self {
            root: root.to_owned(),
            nodes: vec![folder()],
        };
        for (path, bytes) in tree {
            let node = match bytes {
                Some(bytes) => Node::File {
                    flushed: bytes.clone(),
                    since: Vec::new(),
                },
                None => folder(),
            };
            disk.add(&root.join(path), node);
        }
        for node in &mut disk.nodes {
            flush(node);
        }
        disk
    }

    pub fn follow(&mut self, operation: &Operation) {
        let path = &operation.path;
        match operation.name.as_str() {
            "create" => self.add(
                path,
                Node::File {
                    flushed: Vec::new(),
                    since: Vec::new(),
                },
            ),
            "cut" => self.write(path, Write::Length(0)),
            "truncate" | "ftruncate" => self.write(path, Write::Length(operation.offset)),
            "write" | "pwrite" | "writev" | "pwritev" | "sendfile" | "copy_file_range" => {
                self.write(path, Write::At(operation.offset, operation.bytes.clone()));
            }
            "mkdir" | "mkdirat" => self.add(path, folder()),
            "unlink" | "unlinkat" | "rmdir" => {
                let (now, since, name) = self.names(path);
                now.remove(&name);
                since.push(Naming::Remove(name));
            }
            "rename" | "renameat" | "renameat2" => {
                let to = name(&operation.second);
                assert_eq!(
                    path.parent(),
                    operation.second.parent(),
                    "within one folder"
                );
                let (now, since, from) = self.names(path);
                let node = now.remove(&from).expect("a name");
                now.insert(to.clone(), node);
                since.push(Naming::Move(from, to));
            }
            "fsync" | "fdatasync" => {
                let node = self.find(path);
                flush(&mut self.nodes[node]);
            }
            "lock" | "flock" | "chmod" | "fchmod" | "fchown" | "utimensat" => {}
            other => panic!("{other} {} is not in the model", path.display()),
        }
    }

    /// What is there after the power comes back.
    pub fn after(&self, loss: &mut Loss) -> Tree {
        let mut tree = Tree::new();
        self.keep(0, Path::new(""), loss, &mut tree);
        tree
    }

    fn keep(&self, node: usize, path: &Path, loss: &mut Loss, tree: &mut Tree) {
        match &self.nodes[node] {
            Node::File { flushed, since } => {
                let mut bytes = flushed.clone();
                if let Loss::Some(dice) = loss {
                    for write in since {
                        apply(&mut bytes, write, dice.below(3));
                    }
                }
                tree.insert(path.to_owned(), Some(bytes));
            }
            Node::Folder { flushed, since, .. } => {
                let mut names = flushed.clone();
                if let Loss::Some(dice) = loss {
                    for naming in &since[..dice.below(since.len() + 1)] {
                        rename(&mut names, naming);
                    }
                }
                if node != 0 {
                    tree.insert(path.to_owned(), None);
                }
                for (name, node) in names {
                    self.keep(node, &path.join(name), loss, tree);
                }
            }
        }
    }

    fn find(&self, path: &Path) -> usize {
        let below = path.strip_prefix(&self.root).expect("below the root");
        below.iter().fold(0, |node, name| {
            let Node::Folder { now, .. } = &self.nodes[node] else {
                panic!("{} is below a file", path.display());
            };
            let name = name.to_str().expect("Unicode");
            *now.get(name)
                .unwrap_or_else(|| panic!("{} is not there", path.display()))
        })
    }

    fn names(&mut self, path: &Path) -> (&mut BTreeMap<String, usize>, &mut Vec<Naming>, String) {
        let parent = self.find(path.parent().expect("a folder"));
        let Node::Folder { now, since, .. } = &mut self.nodes[parent] else {
            panic!("{} is below a file", path.display());
        };
        (now, since, name(path))
    }

    fn add(&mut self, path: &Path, node: Node) {
        let number = self.nodes.len();
        self.nodes.push(node);
        let (now, since, name) = self.names(path);
        now.insert(name.clone(), number);
        since.push(Naming::Add(name, number));
    }

    fn write(&mut self, path: &Path, write: Write) {
        let node = self.find(path);
        let Node::File { since, .. } = &mut self.nodes[node] else {
            panic!("{} is a folder", path.display());
        };
        since.push(write);
    }
}

fn folder() -> Node {
    Node::Folder {
        flushed: BTreeMap::new(),
        now: BTreeMap::new(),
        since: Vec::new(),
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().expect("a name");
    name.to_str().expect("Unicode").to_owned()
}

fn flush(node: &mut Node) {
    match node {
        Node::File { flushed, since } => {
            for write in since.drain(..) {
                apply(flushed, &write, 2);
            }
        }
        Node::Folder {
            flushed,
            now,
            since,
        } => {
            flushed.clone_from(now);
            since.clear();
        }
    }
}

fn rename(names: &mut BTreeMap<String, usize>, naming: &Naming) {
    match naming {
        Naming::Add(name, node) => {
            names.insert(name.clone(), *node);
        }
        Naming::Remove(name) => {
            names.remove(name);
        }
        Naming::Move(from, to) => {
            let node = names.remove(from).expect("changes are kept in order");
            names.insert(to.clone(), node);
        }
    }
}

/// `halves`: how much of it is kept, 2 being all.
fn apply(bytes: &mut Vec<u8>, write: &Write, halves: usize) {
    match write {
        _ if halves == 0 => {}
        Write::Length(length) => bytes.resize(usize::try_from(*length).expect("a length"), 0),
        Write::At(at, data) => {
            let at = usize::try_from(*at).expect("an offset");
            let data = &data[..data.len() * halves / 2];
            if bytes.len() < at + data.len() {
                bytes.resize(at + data.len(), 0);
            }
            bytes[at..at + data.len()].copy_from_slice(data);
        }
    }
}

pub fn read_tree(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let below = path.strip_prefix(root).expect("below").to_owned();
            if path.is_dir() {
                tree.insert(below, None);
                waiting.push(path);
            } else {
                tree.insert(below, Some(std::fs::read(&path).expect("a file")));
            }
        }
    }
    tree
}

/// Makes a folder hold exactly this.
pub fn write_tree(root: &Path, tree: &Tree) {
    let _ = std::fs::remove_dir_all(root);
    std::fs::create_dir_all(root).expect("a folder");
    for (path, bytes) in tree {
        let path = root.join(path);
        match bytes {
            None => std::fs::create_dir(path).expect("a folder"),
            Some(bytes) => std::fs::write(path, bytes).expect("a file"),
        }
    }
}
