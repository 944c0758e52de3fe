// Started lists what the go statements of Go packages start, as the linker names it without the import path.
//
// It reads folders from stdin, a line each, and writes a JSON object a line. Sources are parsed, not built: a method is
// looked for by its name in the package, and by its type only where the receiver of the function around calls it.
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
	"strings"
)

// A folder holds the goroutines of one package.
type folder struct {
	Folder string `json:"folder"`
	// Started are the functions that begin a goroutine, closures by their function: F.func{n}.
	Started []started `json:"started"`
}

type started struct {
	Name string `json:"name"`
	// Lasts is set where it, or what it calls in its package, has a loop and waits for something.
	Lasts bool `json:"lasts"`
}

type function struct {
	name, receiver, self string
	body                 *ast.BlockStmt
}

type pack map[string][]function

// Depth of calls that are followed from the function that begins a goroutine.
const depth = 3

// What a call waits for is told by its name alone.
var waits = []string{"Read", "Recv", "Accept", "Sleep", "Wait", "Next", "Receive", "Scan", "Copy", "Serve"}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		if err := out.Encode(folder{lines.Text(), startedIn(read(lines.Text()))}); err != nil {
			log.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

func read(name string) pack {
	files, err := filepath.Glob(filepath.Join(name, "*.go"))
	if err != nil {
		log.Fatal(err)
	}
	into := pack{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, _ := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if parsed == nil {
			continue
		}
		for _, declaration := range parsed.Decls {
			if of, is := declaration.(*ast.FuncDecl); is && of.Body != nil {
				into[of.Name.Name] = append(into[of.Name.Name], functionOf(of))
			}
		}
	}
	return into
}

func functionOf(of *ast.FuncDecl) function {
	one := function{name: of.Name.Name, body: of.Body}
	if of.Type.TypeParams != nil {
		one.name += "[...]"
	}
	if of.Recv == nil || len(of.Recv.List) == 0 {
		return one
	}
	if names := of.Recv.List[0].Names; len(names) > 0 {
		one.self = names[0].Name
	}
	one.receiver = typeName(of.Recv.List[0].Type)
	one.name = one.receiver + "." + one.name
	return one
}

func typeName(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.StarExpr:
		return "(*" + typeName(of.X) + ")"
	case *ast.ParenExpr:
		return typeName(of.X)
	case *ast.IndexExpr:
		return typeName(of.X) + "[...]"
	case *ast.IndexListExpr:
		return typeName(of.X) + "[...]"
	case *ast.Ident:
		return of.Name
	}
	return ""
}

func startedIn(all pack) []started {
	found := []started{}
	for _, alike := range all {
		for _, around := range alike {
			ast.Inspect(around.body, func(at ast.Node) bool {
				statement, is := at.(*ast.GoStmt)
				if !is {
					return true
				}
				if closure, is := statement.Call.Fun.(*ast.FuncLit); is {
					found = append(found, started{around.name + ".func{n}", all.lasts(closure.Body, around)})
				}
				for _, one := range all.called(statement.Call.Fun, around) {
					found = append(found, started{one.name, all.lasts(one.body, one)})
				}
				return true
			})
		}
	}
	return found
}

// Called are the functions of the package that a call may mean.
func (all pack) called(call ast.Expr, from function) []function {
	name, isSelf, isMethod := "", false, false
	switch of := call.(type) {
	case *ast.Ident:
		name = of.Name
	case *ast.SelectorExpr:
		variable, is := of.X.(*ast.Ident)
		name, isMethod = of.Sel.Name, true
		isSelf = is && from.self != "" && variable.Name == from.self
	}
	var found []function
	for _, one := range all[name] {
		isOne := isMethod == (one.receiver != "")
		if isSelf {
			isOne = strings.Trim(one.receiver, "(*)") == strings.Trim(from.receiver, "(*)")
		}
		if isOne {
			found = append(found, one)
		}
	}
	return found
}

func (all pack) lasts(body *ast.BlockStmt, of function) bool {
	seen := map[*ast.BlockStmt]bool{}
	loops, blocks := false, false
	var look func(*ast.BlockStmt, function, int)
	look = func(body *ast.BlockStmt, of function, left int) {
		if seen[body] {
			return
		}
		seen[body] = true
		ast.Inspect(body, func(at ast.Node) bool {
			switch at := at.(type) {
			case *ast.GoStmt:
				return false
			case *ast.ForStmt, *ast.RangeStmt:
				loops = true
			case *ast.SelectStmt, *ast.SendStmt:
				blocks = true
			case *ast.UnaryExpr:
				blocks = blocks || at.Op == token.ARROW
			case *ast.CallExpr:
				blocks = blocks || isWait(at.Fun)
				if left > 0 {
					for _, one := range all.called(at.Fun, of) {
						look(one.body, one, left-1)
					}
				}
			}
			return true
		})
	}
	look(body, of, depth)
	return loops && blocks
}

func isWait(call ast.Expr) bool {
	selector, is := call.(*ast.SelectorExpr)
	if !is {
		return false
	}
	for _, word := range waits {
		if strings.Contains(selector.Sel.Name, word) {
			return true
		}
	}
	return false
}
