// Declared lists the functions that Go packages declare, as the linker names them without the import path.
//
// It reads folders from stdin, a line each, and writes a JSON object a line. Sources are parsed, not built: files of
// every operating system, processor and build tag count, tests do not.
package main

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// A folder holds the functions of one package.
type folder struct {
	Folder string `json:"folder"`
	// Functions by name: F, T.M, (*T).M, F[...], (*T[...]).M, init.0.
	Functions map[string]*inside `json:"functions"`
	// Global is what stands in the values of package variables.
	Global inside `json:"global"`
}

// An inside is what the compiler makes functions of its own for.
type inside struct {
	// Closures as they are numbered: 1, 2, 2.1.
	Closures []string `json:"closures,omitempty"`
	// Go and defer statements, which get wrappers, and loops, whose bodies may become functions.
	Go    int `json:"go,omitempty"`
	Defer int `json:"defer,omitempty"`
	Range int `json:"range,omitempty"`
}

func main() {
	var names []string
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		names = append(names, lines.Text())
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	folders := make([]*folder, len(names))
	var all sync.WaitGroup
	room := make(chan struct{}, 8)
	for i, name := range names {
		all.Add(1)
		room <- struct{}{}
		go func(i int, name string) {
			defer all.Done()
			folders[i] = read(name)
			<-room
		}(i, name)
	}
	all.Wait()
	out := json.NewEncoder(os.Stdout)
	for _, one := range folders {
		if err := out.Encode(one); err != nil {
			log.Fatal(err)
		}
	}
}

func read(name string) *folder {
	into := &folder{Folder: name, Functions: map[string]*inside{}}
	files, err := filepath.Glob(filepath.Join(name, "*.go"))
	if err != nil {
		log.Fatal(err)
	}
	inits := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		// What could be parsed of a broken file, or of one in a newer Go, still counts.
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if parsed == nil {
			log.Printf("%s: %v", file, err)
			continue
		}
		// A program of its own beside the package, such as a generator, is no part of it.
		if parsed.Name.Name == "main" && isIgnored(parsed) {
			continue
		}
		for _, declaration := range parsed.Decls {
			function, is := declaration.(*ast.FuncDecl)
			if !is {
				into.Global.add(declaration, "")
				continue
			}
			called := nameOf(function)
			if called == "init" {
				called = "init." + strconv.Itoa(inits)
				inits++
			}
			in := into.Functions[called]
			if in == nil {
				in = &inside{}
				into.Functions[called] = in
			}
			// Of two with one name, for two systems, the one with more inside is kept.
			var here inside
			if function.Body != nil {
				here.add(function.Body, "")
			}
			if len(here.Closures) >= len(in.Closures) {
				*in = here
			}
		}
	}
	return into
}

func isIgnored(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, line := range group.List {
			if group.Pos() < file.Package && strings.Contains(line.Text, "build ignore") {
				return true
			}
		}
	}
	return false
}

func nameOf(function *ast.FuncDecl) string {
	own := function.Name.Name
	if function.Type.TypeParams != nil {
		own += "[...]"
	}
	if function.Recv == nil || len(function.Recv.List) == 0 {
		return own
	}
	receiver := function.Recv.List[0].Type
	pointer := false
	for {
		switch of := receiver.(type) {
		case *ast.ParenExpr:
			receiver = of.X
			continue
		case *ast.StarExpr:
			receiver, pointer = of.X, true
			continue
		}
		break
	}
	typed := ""
	switch of := receiver.(type) {
	case *ast.Ident:
		typed = of.Name
	case *ast.IndexExpr:
		typed = of.X.(*ast.Ident).Name + "[...]"
	case *ast.IndexListExpr:
		typed = of.X.(*ast.Ident).Name + "[...]"
	}
	if pointer {
		typed = "(*" + typed + ")"
	}
	return typed + "." + own
}

// Add counts what stands in a node. Closures are numbered in the order of the source, those in a closure anew.
func (in *inside) add(node ast.Node, outer string) {
	number := 0
	if outer == "" {
		number = len(in.Closures)
		for _, closure := range in.Closures {
			if strings.Contains(closure, ".") {
				number--
			}
		}
	}
	ast.Inspect(node, func(at ast.Node) bool {
		switch of := at.(type) {
		case *ast.GoStmt:
			in.Go++
		case *ast.DeferStmt:
			in.Defer++
		case *ast.RangeStmt:
			in.Range++
		case *ast.FuncLit:
			number++
			called := outer + strconv.Itoa(number)
			in.Closures = append(in.Closures, called)
			in.add(of.Body, called+".")
			return false
		}
		return true
	})
}
