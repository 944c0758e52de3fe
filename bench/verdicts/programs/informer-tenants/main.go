// An informer for each tenant while it is reconciled. A tenant that is deleted meanwhile leaves its informer running.
package main

import (
	"math/rand/v2"
	"net/http"
	"time"

	"example.com/programs/kit"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/tools/cache"
)

func main() { kit.Play(kit.Program{Main: reconcile}) }

// perInformer is the goroutines of a running informer without handlers.
const perInformer = 5

func reconcile(life *kit.Life) http.Handler {
	life.Often(func() float64 { return life.Day(2, 24) }, func() {
		stop := make(chan struct{})
		source := &cache.ListWatch{
			ListFunc: func(metav1.ListOptions) (runtime.Object, error) {
				return &unstructured.UnstructuredList{Object: map[string]any{"metadata": map[string]any{"resourceVersion": "1"}}}, nil
			},
			WatchFunc: func(metav1.ListOptions) (watch.Interface, error) { return watch.NewRaceFreeFake(), nil },
		}
		informer := cache.NewSharedInformer(source, &unstructured.Unstructured{}, 0)
		go informer.Run(stop)
		life.Sleep(time.Duration(rand.ExpFloat64() * float64(40*time.Minute)))
		if rand.Float64() < 0.04 {
			life.Lost("informers", perInformer)
			return
		}
		close(stop)
	})
	return nil
}
