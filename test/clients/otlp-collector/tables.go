package main

import (
	"log"
	"strings"

	"github.com/google/pprof/profile"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pprofile"
)

func split(names string) []string { return strings.Split(names, ",") }

// tables fills a dictionary: row 0 of each table is the zero value, other rows are what somebody refers to.
type tables struct{ to pprofile.ProfilesDictionary }

func newTables(to pprofile.ProfilesDictionary) tables {
	to.MappingTable().AppendEmpty()
	to.LocationTable().AppendEmpty()
	to.FunctionTable().AppendEmpty()
	to.LinkTable().AppendEmpty()
	to.StringTable().Append("")
	to.AttributeTable().AppendEmpty()
	to.StackTable().AppendEmpty()
	return tables{to}
}

// add makes a profile of each sample type, as the pprofreceiver does.
func (t tables) add(profiles pprofile.ProfilesSlice, from *profile.Profile) {
	for column, sampleType := range from.SampleType {
		to := profiles.AppendEmpty()
		to.SampleType().SetTypeStrindex(t.text(sampleType.Type))
		to.SampleType().SetUnitStrindex(t.text(sampleType.Unit))
		to.PeriodType().SetTypeStrindex(t.text(from.PeriodType.Type))
		to.PeriodType().SetUnitStrindex(t.text(from.PeriodType.Unit))
		to.SetPeriod(from.Period)
		to.SetTime(pcommon.Timestamp(from.TimeNanos))
		to.SetDurationNano(uint64(from.DurationNanos))
		to.AttributeIndices().Append(t.attribute("pprof.profile.drop_frames", ""))
		for _, sample := range from.Sample {
			row := to.Samples().AppendEmpty()
			row.SetStackIndex(t.stack(sample.Location))
			row.Values().Append(sample.Value[column])
			for key, values := range sample.Label {
				row.AttributeIndices().Append(t.attribute(key, values[0]))
			}
		}
	}
}

func must(index int32, err error) int32 {
	if err != nil {
		log.Fatal(err)
	}
	return index
}

func (t tables) text(text string) int32 { return must(pprofile.SetString(t.to.StringTable(), text)) }

// A label is a list of one text, as the pprofreceiver has it.
func (t tables) attribute(key, value string) int32 {
	row := pprofile.NewKeyValueAndUnit()
	row.SetKeyStrindex(t.text(key))
	row.Value().SetEmptySlice().AppendEmpty().SetStr(value)
	return must(pprofile.SetAttribute(t.to.AttributeTable(), row))
}

func (t tables) stack(locations []*profile.Location) int32 {
	row := pprofile.NewStack()
	for _, location := range locations {
		row.LocationIndices().Append(t.location(location))
	}
	return must(pprofile.SetStack(t.to.StackTable(), row))
}

func (t tables) location(from *profile.Location) int32 {
	row := pprofile.NewLocation()
	row.SetAddress(from.Address)
	row.SetMappingIndex(t.mapping(from.Mapping))
	for _, line := range from.Line {
		to := row.Lines().AppendEmpty()
		to.SetFunctionIndex(t.function(line.Function))
		to.SetLine(line.Line)
	}
	return must(pprofile.SetLocation(t.to.LocationTable(), row))
}

func (t tables) function(from *profile.Function) int32 {
	row := pprofile.NewFunction()
	row.SetNameStrindex(t.text(from.Name))
	row.SetSystemNameStrindex(t.text(from.SystemName))
	row.SetFilenameStrindex(t.text(from.Filename))
	row.SetStartLine(from.StartLine)
	return must(pprofile.SetFunction(t.to.FunctionTable(), row))
}

func (t tables) mapping(from *profile.Mapping) int32 {
	row := pprofile.NewMapping()
	row.SetMemoryStart(from.Start)
	row.SetMemoryLimit(from.Limit)
	row.SetFilenameStrindex(t.text(from.File))
	build := pprofile.NewKeyValueAndUnit()
	build.SetKeyStrindex(t.text("process.executable.build_id.gnu"))
	build.Value().SetStr(from.BuildID)
	row.AttributeIndices().Append(must(pprofile.SetAttribute(t.to.AttributeTable(), build)))
	return must(pprofile.SetMapping(t.to.MappingTable(), row))
}
