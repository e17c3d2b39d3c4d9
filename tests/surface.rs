//! What each crate of the simulation shows to the others: a list of names, so that nothing becomes public by accident.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use syn::{ImplItem, Item, UseTree, Visibility};

use crate::harness::root;
use crate::tidy::CRATES;

/// The public names of one crate, and the public methods of each type by the type's name.
#[derive(Default)]
struct Surface {
    names: BTreeSet<String>,
    methods: BTreeMap<String, BTreeSet<String>>,
}

impl Surface {
    fn of(folder: &Path) -> Self {
        let mut surface = Self::default();
        surface.read(folder, &folder.join("lib.rs"), "", true);
        surface
    }

    /// Reads a module, and the files of the modules that it names.
    fn read(&mut self, folder: &Path, file: &Path, path: &str, is_public: bool) {
        let text = std::fs::read_to_string(file).unwrap();
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in &parsed.items {
            match item {
                Item::Mod(module) if module.content.is_none() && module.attrs.is_empty_but_docs() => {
                    let name = module.ident.to_string();
                    let inner = folder.join(&name);
                    let file = Some(folder.join(format!("{name}.rs"))).filter(|file| file.is_file());
                    let is_public = is_public && is_pub(&module.vis);
                    let file = file.unwrap_or_else(|| inner.join("mod.rs"));
                    self.read(&inner, &file, &format!("{path}{name}::"), is_public);
                }
                Item::Impl(of) if of.trait_.is_none() => self.methods_of(of),
                Item::Macro(exported) if exported.attrs.iter().any(|attr| attr.path().is_ident("macro_export")) => {
                    self.names.extend(exported.ident.iter().map(|name| format!("{name}!")));
                }
                item if is_public => self.name(item, path),
                _ => {}
            }
        }
    }

    fn name(&mut self, item: &Item, path: &str) {
        let (visibility, name) = match item {
            Item::Const(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Fn(item) => (&item.vis, &item.sig.ident),
            Item::Static(item) => (&item.vis, &item.ident),
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Trait(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            Item::Use(item) if is_pub(&item.vis) => return self.reexports(&item.tree, path),
            _ => return,
        };
        if is_pub(visibility) {
            self.names.insert(format!("{path}{name}"));
        }
    }

    fn reexports(&mut self, tree: &UseTree, path: &str) {
        match tree {
            UseTree::Path(inner) => self.reexports(&inner.tree, path),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.reexports(tree, path)),
            UseTree::Name(name) => drop(self.names.insert(format!("{path}{}", name.ident))),
            UseTree::Rename(renamed) => drop(self.names.insert(format!("{path}{}", renamed.rename))),
            UseTree::Glob(_) => panic!("{path}: a glob shows more than anybody reads"),
        }
    }

    fn methods_of(&mut self, of: &syn::ItemImpl) {
        let syn::Type::Path(of_type) = &*of.self_ty else { return };
        let name = of_type.path.segments.last().unwrap().ident.to_string();
        let methods = self.methods.entry(name).or_default();
        for item in &of.items {
            match item {
                ImplItem::Fn(method) if is_pub(&method.vis) => drop(methods.insert(method.sig.ident.to_string())),
                ImplItem::Const(constant) if is_pub(&constant.vis) => drop(methods.insert(constant.ident.to_string())),
                _ => {}
            }
        }
    }

    /// One line a name, with the methods of a type behind it.
    fn lines(&self) -> String {
        let line = |path: &String| {
            let methods = self.methods.get(path.rsplit("::").next().unwrap()).filter(|methods| !methods.is_empty());
            let methods =
                methods.map_or_else(String::new, |names| format!(": {}", Vec::from_iter(names.clone()).join(" ")));
            format!("{path}{methods}\n")
        };
        self.names.iter().map(line).collect()
    }
}

/// Attributes of a module that has no condition, such as `cfg(test)`.
trait OnlyDocs {
    fn is_empty_but_docs(&self) -> bool;
}

impl OnlyDocs for Vec<syn::Attribute> {
    fn is_empty_but_docs(&self) -> bool {
        self.iter().all(|attribute| attribute.path().is_ident("doc"))
    }
}

const fn is_pub(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

#[test]
fn the_surface_of_each_crate_is_what_was_agreed() {
    for (name, _) in CRATES {
        let surface = Surface::of(&root().join("sim").join(name).join("src"));
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "data/surface", omit_expression => true }, {
            insta::assert_snapshot!(name, surface.lines());
        });
    }
}
